const AROUND = 3;
const MOST = 4_000;

/**
 * What changed from one text to another, line by line, with a few lines around each change.
 *
 * @returns {{kind: 'add' | 'remove' | 'same' | 'skip', text: string}[]}
 */
export function lineDiff(before, after) {
  const one = before.split('\n');
  const other = after.split('\n');
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) {
    start++;
  }
  let end = 0;
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) {
    end++;
  }
  const middle = changed(one.slice(start, one.length - end), other.slice(start, other.length - end));
  const all = [
    ...one.slice(0, start).map((text) => ({ kind: 'same', text })),
    ...middle,
    ...one.slice(one.length - end).map((text) => ({ kind: 'same', text })),
  ];
  const shown = all.map((line, i) => all.slice(Math.max(0, i - AROUND), i + AROUND + 1).some((near) => near.kind !== 'same'));
  return all.flatMap((line, i) => (shown[i] ? [line] : i > 0 && shown[i - 1] ? [{ kind: 'skip', text: '' }] : []));
}

/** The longest common subsequence; very long texts are shown as replaced. */
function changed(one, other) {
  if (one.length * other.length > MOST * MOST) {
    return [...one.map((text) => ({ kind: 'remove', text })), ...other.map((text) => ({ kind: 'add', text }))];
  }
  const width = other.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        one[i] === other[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push({ kind: 'same', text: one[i] });
      i++;
      j++;
    } else if (j >= other.length || (i < one.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      lines.push({ kind: 'remove', text: one[i++] });
    } else {
      lines.push({ kind: 'add', text: other[j++] });
    }
  }
  return lines;
}
