;; Numbers of a page's content. PDFium reads those with a point by way of big integers; short ones need one division,
;; which rounds as that does (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990): both numbers have an
;; exact form of 32 bits. So has what has no more than 24 bits of digits, and 10 of them behind the point.
;;
;;   func 5734    readNumber as it was
(module
  (memory 1)

  ;; A view has its bytes at 0 and their number at 4; a number has its value at 0 and its kind at 4, which is 0 for
  ;; digits alone, 1 for those with a sign and 2 for those with a point.
  (func $readNumber (param $out i32) (param $view i32) (result i32)
    (local $at i32)
    (local $end i32)
    (local $byte i32)
    (local $isNegative i32)
    (local $digits i32)
    (local $scale f32)
    (local.set $at (i32.load (local.get $view)))
    (local.set $end (i32.add (local.get $at) (i32.load offset=4 (local.get $view))))
    (block $asBefore
      (br_if $asBefore (i32.gt_u (i32.load offset=4 (local.get $view)) (i32.const 11)))
      (br_if $asBefore (i32.eq (local.get $at) (local.get $end)))
      (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x2d (; - ;)))
        (then
          (local.set $isNegative (i32.const 1))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))))
      (block $point
        (loop $next
          (if (i32.eq (local.get $at) (local.get $end))
            (then
              (i32.store8 offset=4 (local.get $out) (local.get $isNegative))
              (i32.store (local.get $out)
                (select
                  (i32.sub (i32.const 0) (local.get $digits))
                  (local.get $digits)
                  (local.get $isNegative)))
              (return (local.get $out))))
          (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br_if $point (i32.eq (local.get $byte) (i32.const -2)))
          (br_if $asBefore (i32.gt_u (local.get $byte) (i32.const 9)))
          (local.set $digits (i32.add (i32.mul (local.get $digits) (i32.const 10)) (local.get $byte)))
          (br_if $asBefore (i32.ge_u (local.get $digits) (i32.const 0x1000000)))
          (br $next)))
      (br_if $asBefore (i32.eq (local.get $at) (local.get $end)))
      (local.set $scale (f32.const 1))
      (loop $next
        (local.set $byte (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
        (br_if $asBefore (i32.gt_u (local.get $byte) (i32.const 9)))
        (local.set $digits (i32.add (i32.mul (local.get $digits) (i32.const 10)) (local.get $byte)))
        (br_if $asBefore (i32.ge_u (local.get $digits) (i32.const 0x1000000)))
        (local.set $scale (f32.mul (local.get $scale) (f32.const 10)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
      (i32.store8 offset=4 (local.get $out) (i32.const 2))
      (local.set $scale (f32.div (f32.convert_i32_u (local.get $digits)) (local.get $scale)))
      (f32.store (local.get $out)
        (select (f32.neg (local.get $scale)) (local.get $scale) (local.get $isNegative)))
      (return (local.get $out)))
    (call 5734 (local.get $out) (local.get $view))))
