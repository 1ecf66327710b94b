;; What is drawn on a page is passed over while only its text is read: PDFium would keep every line and curve of a map
;; or a plot. That something was painted is remembered. They become part of PDFium's module, as those of functions.wat do.
;;
;;   func 5735    moveTo as it was      func 5736    paintPath as it was      func 5737    readGlyph as it was
;;   518960       kinds of bytes: W white space, D delimiter, N part of a number, R any other
;;   global 12    only text is read     global 13    0 no path, 1 begun, 2 with something to paint
;;   global 14    something was painted
(module
  (memory 1)

  ;; The operator l, which wants two operands. So many the parser has, at 68.
  (func $addLine (param $parser i32)
    (if (i32.and
          (i32.ne (global.get 13) (i32.const 0))
          (i32.eq (i32.load offset=68 (local.get $parser)) (i32.const 2)))
      (then (global.set 13 (i32.const 2)))))

  (func $addCurve (param $parser i32)
    (if (global.get 13) (then (global.set 13 (i32.const 2)))))

  (func $addRectangle (param $parser i32)
    (global.set 13 (i32.const 2)))

  ;; The operator m. PDFium reads on by itself here until something else than a path follows, and so it is done here. The
  ;; parser has its syntax at 72; that has its place at 0, its bytes at 16 and their number at 20. What is not known here is left to the parser, from behind the last operator.
  (func $moveTo (param $parser i32)
    (local $syntax i32)
    (local $bytes i32)
    (local $size i32)
    (local $at i32)
    (local $begin i32)
    (local $kept i32)
    (local $byte i32)
    (local $isNumber i32)
    (if (i32.eqz (global.get 12)) (then (call 5735 (local.get $parser)) (return)))
    (if (i32.ne (i32.load offset=68 (local.get $parser)) (i32.const 2)) (then (return)))
    (if (i32.eqz (global.get 13)) (then (global.set 13 (i32.const 1))))
    (local.set $syntax (i32.load offset=72 (local.get $parser)))
    (local.set $bytes (i32.load offset=16 (local.get $syntax)))
    (local.set $size (i32.load offset=20 (local.get $syntax)))
    (local.set $at (i32.load (local.get $syntax)))
    (local.set $kept (local.get $at))
    (block $end
      (loop $word
        (loop $space
          (if (i32.ge_u (local.get $at) (local.get $size))
            (then
              (local.set $kept (local.get $size))
              (br $end)))
          (local.set $byte (i32.load8_u (i32.add (local.get $bytes) (local.get $at))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br_if $space
            (i32.eq (i32.load8_u offset=518960 (local.get $byte)) (i32.const 0x57 (; W ;)))))
        ;; The word, from its first byte to a delimiter or white space.
        (local.set $begin (i32.sub (local.get $at) (i32.const 1)))
        (local.set $isNumber (i32.const 1))
        (block $whole
          (loop $next
            (block $other
              (br_if $other
                (i32.ne (i32.load8_u offset=518960 (local.get $byte)) (i32.const 0x4e (; N ;))))
              (br_if $whole (i32.ge_u (local.get $at) (local.get $size)))
              (local.set $byte (i32.load8_u (i32.add (local.get $bytes) (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (br $next))
            (if (i32.eq (i32.load8_u offset=518960 (local.get $byte)) (i32.const 0x52 (; R ;)))
              (then
                (local.set $isNumber (i32.const 0))
                (br_if $whole (i32.ge_u (local.get $at) (local.get $size)))
                (local.set $byte (i32.load8_u (i32.add (local.get $bytes) (local.get $at))))
                (local.set $at (i32.add (local.get $at) (i32.const 1)))
                (br $next)))
            (local.set $at (i32.sub (local.get $at) (i32.const 1)))))
        ;; A delimiter, of a name, a string or a comment.
        (br_if $end (i32.eq (local.get $at) (local.get $begin)))
        (br_if $word (local.get $isNumber))
        (local.set $byte (i32.load8_u (i32.add (local.get $bytes) (local.get $begin))))
        (if (i32.eq (i32.sub (local.get $at) (local.get $begin)) (i32.const 1))
          (then
            (if (i32.eq (local.get $byte) (i32.const 0x6d (; m ;)))
              (then (if (i32.eqz (global.get 13)) (then (global.set 13 (i32.const 1)))))
              (else
                (if (i32.or
                      (i32.eq (local.get $byte) (i32.const 0x6c (; l ;)))
                      (i32.or
                        (i32.eq (local.get $byte) (i32.const 0x63 (; c ;)))
                        (i32.or
                          (i32.eq (local.get $byte) (i32.const 0x76 (; v ;)))
                          (i32.eq (local.get $byte) (i32.const 0x79 (; y ;))))))
                  (then (global.set 13 (i32.const 2)))
                  (else (br_if $end (i32.ne (local.get $byte) (i32.const 0x68 (; h ;)))))))))
          (else
            (br_if $end (i32.ne (i32.sub (local.get $at) (local.get $begin)) (i32.const 2)))
            (br_if $end (i32.ne (local.get $byte) (i32.const 0x72 (; r ;))))
            (br_if $end
              (i32.ne
                (i32.load8_u offset=1 (i32.add (local.get $bytes) (local.get $begin)))
                (i32.const 0x65 (; e ;))))
            (global.set 13 (i32.const 2))))
        (local.set $kept (local.get $at))
        (br $word)))
    (i32.store (local.get $syntax) (local.get $kept)))

  (func $paintPath (param $parser i32) (param $fill i32) (param $stroke i32)
    (if (i32.eqz (global.get 12))
      (then
        (call 5736 (local.get $parser) (local.get $fill) (local.get $stroke))
        (return)))
    (if (i32.and
          (i32.eq (global.get 13) (i32.const 2))
          (i32.ne (i32.or (local.get $fill) (local.get $stroke)) (i32.const 0)))
      (then (global.set 14 (i32.const 1))))
    (global.set 13 (i32.const 0)))

  ;; A glyph that is drawn as a page is: how far it reaches is known of its paths, so they are read.
  (func $readGlyph (param $form i32) (param $glyph i32)
    (local $onlyText i32)
    (local $path i32)
    (local.set $onlyText (global.get 12))
    (local.set $path (global.get 13))
    (global.set 12 (i32.const 0))
    (call 5737 (local.get $form) (local.get $glyph))
    (global.set 12 (local.get $onlyText))
    (global.set 13 (local.get $path))))
