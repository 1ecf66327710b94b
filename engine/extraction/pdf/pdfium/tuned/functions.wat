;; Functions of PDFium in a faster form, with the same results. They become part of its module and speak of what is
;; there by number: no module by itself, and good for one build of PDFium only (see tunedModule.ts).
;;
;;   func 1108   (out, textObject): six floats, the text's matrix     func 5145   (textObject): runs from right to left
;;   func 64     (string): one holder less; the last one frees it
;;   func 5729   malloc as it was                                     func 5730   free as it was
;;   func 5731   FPDFText_LoadPage as it was
;;   func 5732   (font, code): its letters, a string or 0, as it was  func 5733   (font, letter): its code, as it was
;;   global 0    the C stack's pointer
;;   global 4    the lists of freed blocks, 0 before there are any    global 5    bytes in these lists
;;   global 6    number of the page whose text is read, else 0        global 7    the last such number
;;   global 8    letters that were looked up, 0 before there are any
;;   global 9 to 11    the font, letter and code that were looked up last
(module
  (memory 1)
  (global $stack (mut i32) (i32.const 0))

  ;; Whether a piece of text runs from right to left and is mirrored. PDFium asks for the first, for which it looks up
  ;; every character, and then for the second, which is six numbers. Here it is the other way round. The frame of the
  ;; caller has the matrix of the form at 56; what is computed is what the caller computes, operation by operation.
  (func $isMirrored (param $object i32) (result i32)
    (local $frame i32)
    (local $text i32)
    (local.set $frame (global.get 0))
    (local.set $text (i32.sub (local.get $frame) (i32.const 32)))
    (global.set 0 (local.get $text))
    (call 1108 (local.get $text) (local.get $object))
    (global.set 0 (local.get $frame))
    (if (result i32)
      (f32.lt
        (f32.sub
          (f32.mul
            (f32.add
              (f32.mul (f32.load (local.get $text)) (f32.load offset=56 (local.get $frame)))
              (f32.mul (f32.load offset=4 (local.get $text)) (f32.load offset=64 (local.get $frame))))
            (f32.add
              (f32.mul (f32.load offset=8 (local.get $text)) (f32.load offset=60 (local.get $frame)))
              (f32.mul (f32.load offset=12 (local.get $text)) (f32.load offset=68 (local.get $frame)))))
          (f32.mul
            (f32.add
              (f32.mul (f32.load (local.get $text)) (f32.load offset=60 (local.get $frame)))
              (f32.mul (f32.load offset=4 (local.get $text)) (f32.load offset=68 (local.get $frame))))
            (f32.add
              (f32.mul (f32.load offset=8 (local.get $text)) (f32.load offset=56 (local.get $frame)))
              (f32.mul (f32.load offset=12 (local.get $text)) (f32.load offset=64 (local.get $frame))))))
        (f32.const 0))
      (then (call 5145 (local.get $object)))
      (else (i32.const 0))))

  ;; A page is made of tens of thousands of small blocks, allocated and freed. They are kept in lists, one for each size,
  ;; and handed out again without a search; for the allocator behind, they stay allocated. Its header before a block
  ;; has the size in its upper bits, and 2 for a block that is in use.
  (func $malloc (param $size i32) (result i32)
    (local $list i32)
    (local $block i32)
    (if (i32.and (i32.le_u (local.get $size) (i32.const 244)) (i32.ne (global.get 4) (i32.const 0)))
      (then
        ;; Sizes with their header are multiples of 8, and 16 at least: list by list 4 bytes further.
        (local.set $list
          (i32.add
            (global.get 4)
            (i32.and
              (i32.shr_u
                (i32.add
                  (select (local.get $size) (i32.const 5) (i32.gt_u (local.get $size) (i32.const 5)))
                  (i32.const 11))
                (i32.const 1))
              (i32.const 124))))
        (if (local.tee $block (i32.load (local.get $list)))
          (then
            (i32.store (local.get $list) (i32.load (local.get $block)))
            (i32.store offset=4 (local.get $block) (i32.const 0))
            (global.set 5
              (i32.sub
                (global.get 5)
                (i32.and (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const -8))))
            (return (local.get $block))))))
    (call 5729 (local.get $size)))

  ;; A block in a list holds the next one and a mark, by which it is seen when it is freed twice.
  (func $free (param $block i32)
    (local $size i32)
    (local $header i32)
    (local $list i32)
    (local $next i32)
    (local $other i32)
    (if (i32.eqz (local.get $block)) (then (return)))
    (local.set $header (i32.load (i32.sub (local.get $block) (i32.const 4))))
    (local.set $size (i32.and (local.get $header) (i32.const -8)))
    (block $asBefore
      (br_if $asBefore (i32.eqz (i32.and (local.get $header) (i32.const 2))))
      (br_if $asBefore (i32.gt_u (i32.sub (local.get $size) (i32.const 16)) (i32.const 232)))
      ;; More than 2 MiB in lists would be kept from everything else.
      (br_if $asBefore (i32.gt_u (global.get 5) (i32.const 0x200000)))
      (if (i32.eqz (global.get 4))
        (then
          (br_if $asBefore (i32.eqz (local.tee $list (call 5729 (i32.const 128)))))
          (memory.fill (local.get $list) (i32.const 0) (i32.const 128))
          (global.set 4 (local.get $list))))
      (local.set $list (i32.add (global.get 4) (i32.shr_u (local.get $size) (i32.const 1))))
      (local.set $next (i32.load (local.get $list)))
      (if (i32.eq (i32.load offset=4 (local.get $block)) (i32.const 0x5bd1e995))
        (then
          (local.set $other (local.get $next))
          (loop $look
            (if (local.get $other)
              (then
                (if (i32.eq (local.get $other) (local.get $block)) (then (unreachable)))
                (local.set $other (i32.load (local.get $other)))
                (br $look))))))
      (i32.store (local.get $block) (local.get $next))
      (i32.store offset=4 (local.get $block) (i32.const 0x5bd1e995))
      (i32.store (local.get $list) (local.get $block))
      (global.set 5 (i32.add (global.get 5) (local.get $size)))
      (return))
    (call 5730 (local.get $block)))

  ;; Letters of codes and codes of letters are looked up in the font for each character of a page. They stay the same
  ;; while its text is read, and no longer: afterwards another font may lie where this one did.
  (func $loadText (param $page i32) (result i32)
    (local $text i32)
    (if (i32.eqz (global.get 8))
      (then
        (global.set 8 (call 5729 (i32.const 16384)))
        (if (global.get 8) (then (memory.fill (global.get 8) (i32.const 0) (i32.const 16384))))))
    (if (global.get 8)
      (then
        (global.set 7 (i32.or (i32.add (global.get 7) (i32.const 2)) (i32.const 1)))
        (global.set 6 (global.get 7))
        (global.set 9 (i32.const 0))))
    (local.set $text (call 5731 (local.get $page)))
    (global.set 6 (i32.const 0))
    (local.get $text))

  ;; One of 1024 places for each code of each font: font, code, page, string. The table is a holder of the string.
  (func $lettersOf (param $font i32) (param $code i32) (result i32)
    (local $place i32)
    (local $string i32)
    (if (i32.eqz (global.get 6)) (then (return (call 5732 (local.get $font) (local.get $code)))))
    (local.set $place
      (i32.add
        (global.get 8)
        (i32.shl
          (i32.and
            (i32.xor (local.get $code) (i32.shr_u (local.get $font) (i32.const 3)))
            (i32.const 1023))
          (i32.const 4))))
    (local.set $string (i32.load offset=12 (local.get $place)))
    (if (i32.eqz
          (i32.and
            (i32.eq (i32.load offset=8 (local.get $place)) (global.get 6))
            (i32.and
              (i32.eq (i32.load (local.get $place)) (local.get $font))
              (i32.eq (i32.load offset=4 (local.get $place)) (local.get $code)))))
      (then
        (if (local.get $string) (then (call 64 (local.get $string))))
        (local.set $string (call 5732 (local.get $font) (local.get $code)))
        (i32.store (local.get $place) (local.get $font))
        (i32.store offset=4 (local.get $place) (local.get $code))
        (i32.store offset=8 (local.get $place) (global.get 6))
        (i32.store offset=12 (local.get $place) (local.get $string))))
    (if (local.get $string)
      (then (i32.store (local.get $string) (i32.add (i32.load (local.get $string)) (i32.const 1)))))
    (local.get $string))

  (func $codeOf (param $font i32) (param $letter i32) (result i32)
    (if (i32.eqz (global.get 6)) (then (return (call 5733 (local.get $font) (local.get $letter)))))
    (if (i32.eqz
          (i32.and
            (i32.eq (global.get 9) (local.get $font))
            (i32.eq (global.get 10) (local.get $letter))))
      (then
        (global.set 11 (call 5733 (local.get $font) (local.get $letter)))
        (global.set 9 (local.get $font))
        (global.set 10 (local.get $letter))))
    (global.get 11)))
