/** A priority queue: `pop` gives the item of the lowest key. */
export class Heap<T> {
  private readonly items: T[] = [];

  constructor(private readonly keyOf: (item: T) => number) {}

  push(item: T): void {
    let place = this.items.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.key(parent) <= this.key(place)) break;
      this.swap(place, parent);
      place = parent;
    }
  }

  pop(): T | undefined {
    const top = this.items[0];
    const last = this.items.pop();
    if (top === undefined || last === undefined || this.items.length === 0) return top;
    this.items[0] = last;
    this.sink(0);
    return top;
  }

  private sink(start: number): void {
    for (let place = start; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let smallest = place;
      if (left < this.items.length && this.key(left) < this.key(smallest)) smallest = left;
      if (right < this.items.length && this.key(right) < this.key(smallest)) smallest = right;
      if (smallest === place) return;
      this.swap(place, smallest);
      place = smallest;
    }
  }

  private key(place: number): number {
    const item = this.items[place];
    return item === undefined ? Number.POSITIVE_INFINITY : this.keyOf(item);
  }

  private swap(a: number, b: number): void {
    const [x, y] = [this.items[a], this.items[b]];
    if (x === undefined || y === undefined) return;
    this.items[a] = y;
    this.items[b] = x;
  }
}
