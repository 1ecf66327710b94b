/**
 * Middle and weight of each number of a spectral voice print: 19 means of the cepstrum, 19 logarithms of its
 * deviations, the logarithm of the median pitch and that of its range. Measured over 44 made voices in 78 made
 * conversations, each as if through another microphone; numbers that tell voices apart weigh more than those that
 * change with the words, the room and the microphone.
 */
export const printMiddle: readonly number[] = [
  -5.675, 0.526, 0.459, -0.775, -1.234, -0.832, -1.157, -0.393, -0.239, -0.074, -0.252, -0.192, -0.236,
  -0.207, -0.444, -0.255, -0.312, -0.316, -0.269, 1.678, 0.995, 1.16, 0.846, 0.676, 0.61, 0.427, 0.305, 0.235,
  0.128, 0.057, 0.012, -0.084, -0.154, -0.232, -0.267, -0.35, -0.403, -0.488, 4.871, -1.393,
];

export const printWeight: readonly number[] = [
  0.275, 0.771, 0.508, 1.088, 1.335, 1.272, 1.465, 1.744, 1.943, 1.707, 2.597, 2.186, 2.301, 2.094, 2.62,
  3.025, 2.903, 2.318, 2.653, 2.228, 2.549, 4.638, 4.99, 5.051, 5.375, 5.951, 6.327, 7.929, 6.967, 6.902,
  6.976, 7.411, 7.503, 7.624, 7.548, 8.827, 7.988, 8.445, 8.434, 4.41,
];
