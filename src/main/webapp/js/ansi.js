/** Colours that programs print, as classes: rp-a31 is red, rp-a1 bold. Everything else that a terminal obeys is left out. */
const SEQUENCE = /\u001b(?:\[([0-9;:?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
const KEPT = new Set([1, 2, 3, 4, 31, 32, 33, 34, 35, 36, 90, 91, 92, 93, 94, 95, 96]);

/** @returns {Node[]} a line, with what was set when it ended in {@code style} */
export function ansiLine(line, style) {
  const nodes = [];
  let last = 0;
  const add = (text) => {
    if (text === '') {
      return;
    }
    if (style.size === 0) {
      nodes.push(document.createTextNode(text));
      return;
    }
    const span = document.createElement('span');
    span.className = [...style].map((code) => `rp-a${code}`).join(' ');
    span.textContent = text;
    nodes.push(span);
  };
  for (const match of line.matchAll(SEQUENCE)) {
    add(line.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[2] === 'm') {
      apply(match[1], style);
    }
  }
  add(line.slice(last));
  return nodes;
}

function apply(parameters, style) {
  const codes = parameters === '' ? [0] : parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) {
      style.clear();
    } else if (code === 22) {
      style.delete(1);
      style.delete(2);
    } else if (code === 23 || code === 24) {
      style.delete(code - 20);
    } else if (code === 38 || code === 48) {
      i += codes[i + 1] === 5 ? 2 : 4;
    } else if (code === 39 || (code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      [...style].filter((each) => each >= 30).forEach((each) => style.delete(each));
      if (KEPT.has(code)) {
        style.add(code);
      }
    } else if (KEPT.has(code)) {
      style.add(code);
    }
  }
}

/** What a terminal would show of a line in which the cursor went back to its start. */
export function overwritten(line) {
  const end = line.endsWith('\r') ? line.length - 1 : line.length;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}
