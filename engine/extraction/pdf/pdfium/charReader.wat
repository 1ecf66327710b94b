;; Reads what layout needs of many characters of a page in one call from outside: six calls into PDFium for each,
;; made inside WebAssembly, cost a fraction of six calls from JavaScript. Works on PDFium's own memory.
;;
;; One record of 48 bytes a character:
;;    0 i32 code (UTF-16 unit or code point)   4 i32 text object   8 i32 flags (1: generated, 2: hyphen of a line end)
;;   16 f32 left, top, right, bottom of its loose box             32 f64 x, y of its origin
;; White space and characters without meaning have no object, box or origin: what stands there is to be ignored.
(module
  (import "pdfium" "memory" (memory 1))
  (import "pdfium" "FPDFText_GetUnicode" (func $unicode (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_IsGenerated" (func $isGenerated (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_IsHyphen" (func $isHyphen (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetTextObject" (func $object (param i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetLooseCharBox" (func $box (param i32 i32 i32) (result i32)))
  (import "pdfium" "FPDFText_GetCharOrigin" (func $origin (param i32 i32 i32 i32) (result i32)))

  (func (export "readCharacters") (param $page i32) (param $at i32) (param $to i32) (param $out i32)
    (local $code i32)
    (local $flags i32)
    (loop $next
      (if (i32.lt_s (local.get $at) (local.get $to))
        (then
          (local.set $code (call $unicode (local.get $page) (local.get $at)))
          (local.set $flags (i32.const 0))
          (i32.store (local.get $out) (local.get $code))
          (if (i32.eq (local.get $code) (i32.const 32))
            (then
              (local.set $flags (call $isGenerated (local.get $page) (local.get $at))))
            (else
              ;; 0, line feed and carriage return are PDFium's own
              (if (i32.and (i32.ne (local.get $code) (i32.const 0))
                           (i32.and (i32.ne (local.get $code) (i32.const 10)) (i32.ne (local.get $code) (i32.const 13))))
                (then
                  (i32.store offset=4 (local.get $out) (call $object (local.get $page) (local.get $at)))
                  (if (i32.or (i32.eq (local.get $code) (i32.const 0x2d)) (i32.eq (local.get $code) (i32.const 0x2010)))
                    (then
                      (local.set $flags
                        (i32.shl (i32.eq (call $isHyphen (local.get $page) (local.get $at)) (i32.const 1))
                                 (i32.const 1)))))
                  (drop (call $box (local.get $page) (local.get $at) (i32.add (local.get $out) (i32.const 16))))
                  (drop (call $origin (local.get $page) (local.get $at)
                                      (i32.add (local.get $out) (i32.const 32))
                                      (i32.add (local.get $out) (i32.const 40))))))))
          (i32.store offset=8 (local.get $out) (local.get $flags))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $out (i32.add (local.get $out) (i32.const 48)))
          (br $next))))))
