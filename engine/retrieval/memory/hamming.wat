;; Hamming distances of sign codes to one query, with a histogram of them.
;; Memory: the query's code stands at address 0; callers choose where all else stands. Codes are 16-byte aligned.
(module
  (memory (export "memory") 1)

  ;; For each of `count` codes whose byte in `mask` is not 0: its distance to `distances` (16 bits), and one more in
  ;; `histogram` (32 bits a distance). For the others the distance is 0xffff.
  (func (export "scan")
    (param $codes i32) (param $mask i32) (param $count i32) (param $stride i32)
    (param $distances i32) (param $histogram i32)
    (local $distance i32) (local $offset i32) (local $slot i32) (local $sum v128)
    (local $q0 v128) (local $q1 v128) (local $q2 v128) (local $q3 v128) (local $q4 v128) (local $q5 v128) (local $q6 v128) (local $q7 v128)
    (local.set $q0 (v128.load offset=0 (i32.const 0)))
    (local.set $q1 (v128.load offset=16 (i32.const 0)))
    (local.set $q2 (v128.load offset=32 (i32.const 0)))
    (local.set $q3 (v128.load offset=48 (i32.const 0)))
    (local.set $q4 (v128.load offset=64 (i32.const 0)))
    (local.set $q5 (v128.load offset=80 (i32.const 0)))
    (local.set $q6 (v128.load offset=96 (i32.const 0)))
    (local.set $q7 (v128.load offset=112 (i32.const 0)))
    (block $end
      (br_if $end (i32.eqz (local.get $count)))
      (loop $next
        (if (i32.load8_u (local.get $mask))
          (then
            (if (i32.eq (local.get $stride) (i32.const 128))
              (then
                ;; 1024 dimensions, the usual case: eight registers, whose bytes count to 64 at most.
                (local.set $sum (i8x16.popcnt (v128.xor (local.get $q0) (v128.load offset=0 (local.get $codes)))))
                (local.set $sum (i8x16.add (local.get $sum) (i8x16.popcnt (v128.xor (local.get $q1) (v128.load offset=16 (local.get $codes))))))
                (local.set $sum (i8x16.add (local.get $sum) (i8x16.popcnt (v128.xor (local.get $q2) (v128.load offset=32 (local.get $codes))))))
                (local.set $sum (i8x16.add (local.get $sum) (i8x16.popcnt (v128.xor (local.get $q3) (v128.load offset=48 (local.get $codes))))))
                (local.set $sum (i8x16.add (local.get $sum) (i8x16.popcnt (v128.xor (local.get $q4) (v128.load offset=64 (local.get $codes))))))
                (local.set $sum (i8x16.add (local.get $sum) (i8x16.popcnt (v128.xor (local.get $q5) (v128.load offset=80 (local.get $codes))))))
                (local.set $sum (i8x16.add (local.get $sum) (i8x16.popcnt (v128.xor (local.get $q6) (v128.load offset=96 (local.get $codes))))))
                (local.set $sum (i8x16.add (local.get $sum) (i8x16.popcnt (v128.xor (local.get $q7) (v128.load offset=112 (local.get $codes))))))
                (local.set $sum (i16x8.extadd_pairwise_i8x16_u (local.get $sum))))
              (else
                (local.set $sum (v128.const i32x4 0 0 0 0))
                (local.set $offset (i32.const 0))
                (loop $part
                  (local.set $sum
                    (i16x8.add
                      (local.get $sum)
                      (i16x8.extadd_pairwise_i8x16_u
                        (i8x16.popcnt
                          (v128.xor
                            (v128.load (local.get $offset))
                            (v128.load (i32.add (local.get $codes) (local.get $offset))))))))
                  (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
                  (br_if $part (i32.lt_u (local.get $offset) (local.get $stride))))))
            (local.set $sum (i32x4.extadd_pairwise_i16x8_u (local.get $sum)))
            (local.set $distance
              (i32.add
                (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
                (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
            (i32.store16 (local.get $distances) (local.get $distance))
            (local.set $slot (i32.add (local.get $histogram) (i32.shl (local.get $distance) (i32.const 2))))
            (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1))))
          (else (i32.store16 (local.get $distances) (i32.const 0xffff))))
        (local.set $codes (i32.add (local.get $codes) (local.get $stride)))
        (local.set $mask (i32.add (local.get $mask) (i32.const 1)))
        (local.set $distances (i32.add (local.get $distances) (i32.const 2)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $next (local.get $count))))))
