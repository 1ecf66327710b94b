/** Numbers that come one by one, some hundred thousand of them. */
export interface BlockList {
  add(value: number): void;
  values(): Float64Array;
}

export function createBlockList(): BlockList {
  let store = new Float64Array(1024);
  let length = 0;
  return {
    add(value) {
      if (length === store.length) {
        const larger = new Float64Array(length * 2);
        larger.set(store);
        store = larger;
      }
      store[length++] = value;
    },
    values: () => store.subarray(0, length),
  };
}
