// A wasm module taken apart by what its bytes are: opcodes, locals, offsets, calls … each kind in a
// strand of its own, where a compressor sees like beside like. brotli makes a tenth less of it.
//
//   28 2 8   20 4   10 17           i32.load align=2 offset=8, local.get 4, call 17, in the module
//   28 20 10   8   4   17           their strands: opcodes, offsets, locals, calls
//
// Two things are left out, because they can be told from the rest: how long a function is, and the
// alignment of a load or store that is its natural one. scripts/embed_wasm.mjs takes a module apart.

/** The strands, in the order in which they stand one behind the other. */
export const Strand = {
  opcode: 0,
  alignment: 1,
  call: 2,
  local: 3,
  label: 4,
  block: 5,
  other: 6,
  offset: 7,
  int32: 8,
  /** An int32 that is added at once: most are places in the frame of a function, or in a struct. */
  addend: 9,
  int64: 10,
  declaration: 11,
  /** What is not code, as it stands. */
  rest: 12,
} as const;

export const kCodeSection = 10;
export const kEnd = 0x0b;
export const kAdd = 0x6a;
/** What an opcode grows by when its alignment is not the natural one, and so is told. */
export const kUnnatural = 0xa8;

const kFirstAccess = 0x28;
const kLastAccess = 0x3e;
// As powers of two, of the loads and stores in the order of their opcodes.
const kNatural = '23230011001122232301012';

export function isAccess(opcode: number): boolean {
  return opcode >= kFirstAccess && opcode <= kLastAccess;
}

/** The alignment that a load or store has when nothing else is said. */
export function naturalAlignment(access: number): number {
  return kNatural.charCodeAt(access - kFirstAccess) & 15;
}

/** The strand of what stands behind each opcode; 0 when that is nothing, or not one integer. */
export function strandsOfOpcodes(): Uint8Array {
  return new Uint8Array(256)
    .fill(Strand.block, 0x02, 0x05)
    .fill(Strand.label, 0x0c, 0x0e)
    .fill(Strand.call, 0x10, 0x11)
    .fill(Strand.local, 0x20, 0x23)
    .fill(Strand.other, 0x23, 0x25) // Globals.
    .fill(Strand.offset, kFirstAccess, kLastAccess + 1)
    .fill(Strand.other, 0x3f, 0x41) // memory.size, memory.grow.
    .fill(Strand.int32, 0x41, 0x42)
    .fill(Strand.int64, 0x42, 0x43)
    .fill(Strand.alignment, kFirstAccess + kUnnatural, kLastAccess + kUnnatural + 1);
}

/** Moves what stands behind the few opcodes that the table does not know. */
export function moveOdd(
  opcode: number,
  integer: (strand: number) => number,
  bytes: (strand: number, count: number) => void,
): void {
  const { other } = Strand;
  if (opcode === 0x0e) {
    for (let labels = integer(other); labels >= 0; --labels) integer(other);
  } else if (opcode === 0x11) {
    integer(other); // Type and table of a call_indirect.
    integer(other);
  } else if (opcode === 0x43 || opcode === 0x44) {
    bytes(other, opcode === 0x43 ? 4 : 8); // f32.const, f64.const
  } else if (opcode === 0xfc) {
    // The memories of memory.copy and memory.fill.
    bytes(other, [2, 1][integer(other) - 10] ?? 0);
  }
}

/** The module of so many bytes whose strands, of these lengths, stand in `strands`. */
export function joinStrands(
  strands: Uint8Array,
  lengths: readonly number[],
  size: number,
): Uint8Array<ArrayBuffer> {
  const join = new Join(strands, lengths, size);
  const { integer, bytes } = join;
  bytes(Strand.rest, 8);
  while (join.at < size) {
    const section = integer(Strand.rest);
    const length = integer(Strand.rest);
    if (section !== kCodeSection) bytes(Strand.rest, length);
    else for (let left = integer(Strand.rest); left > 0; --left) join.addFunction();
  }
  return join.module;
}

class Join {
  readonly module: Uint8Array<ArrayBuffer>;
  at = 0;
  readonly #strands: Uint8Array;
  // Where each strand goes on.
  readonly #next: Uint32Array;
  readonly #strandOf = strandsOfOpcodes();

  constructor(strands: Uint8Array, lengths: readonly number[], size: number) {
    this.module = new Uint8Array(size);
    this.#strands = strands;
    let sum = 0;
    this.#next = Uint32Array.from(lengths, (length) => (sum += length) - length);
  }

  readonly bytes = (strand: number, count: number): void => {
    const from = this.#next[strand]!;
    this.module.set(this.#strands.subarray(from, from + count), this.at);
    this.#next[strand] = from + count;
    this.at += count;
  };

  /** One of LEB128; its value where it is an unsigned one below 2^28. */
  readonly integer = (strand: number): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const digit = (this.module[this.at++] = this.#strands[this.#next[strand]!++]!);
      value |= (digit & 127) << shift;
      if (digit < 128) return value;
    }
  };

  addFunction(): void {
    const start = this.at;
    for (let groups = this.integer(Strand.declaration); groups > 0; --groups) {
      this.integer(Strand.declaration);
      this.integer(Strand.declaration);
    }
    this.#addInstructions();
    // How long it is is known behind it only.
    let length = this.at - start;
    const digits = length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3;
    this.module.copyWithin(start + digits, start, this.at);
    this.at += digits;
    for (let i = 0; i < digits; ++i, length >>= 7) {
      this.module[start + i] = (length & 127) | (i + 1 < digits ? 128 : 0);
    }
  }

  // A hundred thousand instructions, in code that runs once and so is mostly interpreted: no calls.
  #addInstructions(): void {
    const { module } = this;
    const strands = this.#strands;
    const next = this.#next;
    const strandOf = this.#strandOf;
    const { addend, alignment, block, int32, offset, opcode } = Strand;
    let at = this.at;
    let from = next[opcode]!;
    for (let depth = 1; depth > 0;) {
      let code = strands[from++]!;
      let strand = strandOf[code]!;
      if (strand === offset) {
        module[at++] = code;
        module[at++] = kNatural.charCodeAt(code - kFirstAccess) & 15;
      } else if (strand === alignment) {
        module[at++] = code -= kUnnatural;
        module[at++] = strands[next[alignment]!++]!;
        strand = offset;
      } else {
        module[at++] = code;
        if (strand === int32 && strands[from] === kAdd) strand = addend;
      }
      if (strand) {
        let place = next[strand]!;
        let digit = (module[at++] = strands[place++]!);
        while (digit > 127) digit = module[at++] = strands[place++]!;
        next[strand] = place;
        if (strand === block) ++depth;
      } else if (code === kEnd) {
        --depth;
      } else if (code < 0x12 || code === 0xfc || (code > 0x42 && code < 0x45)) {
        this.at = at;
        moveOdd(code, this.integer, this.bytes);
        at = this.at;
      }
    }
    next[opcode] = from;
    this.at = at;
  }
}
