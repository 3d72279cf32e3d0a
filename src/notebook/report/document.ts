/** A report as blocks, and the two forms it is handed out in. Pure text. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[] }
  | { kind: 'figure'; title: string; svg: string };

export interface Column {
  name: string;
  /** Numbers stand at the right. */
  numeric?: boolean;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

const dataUri = (svg: string): string => {
  const bytes = new TextEncoder().encode(svg);
  return `data:image/svg+xml;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
};

const inCell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');

/** Markdown with its figures inside, so that it is one file. */
export function toMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(markdownOf).join('\n\n')}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${block.text}`;
    case 'text':
      return block.text;
    case 'figure':
      return `![${block.title}](${dataUri(block.svg)})`;
    case 'table': {
      const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;
      return [
        line(block.columns.map(({ name }) => name)),
        line(block.columns.map(({ numeric }) => (numeric ? '--:' : '---'))),
        ...block.rows.map(line),
      ].join('\n');
    }
  }
}

const STYLE =
  'body{font:16px/1.55 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#171b21}' +
  'table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}' +
  'th,td{padding:.35rem .75rem .35rem 0;border-bottom:1px solid #dde2e8;text-align:left}' +
  '.n{text-align:right}figure{margin:1.5rem 0}svg{max-width:100%;height:auto}p{white-space:pre-wrap}';

/** One HTML file that needs nothing else. */
export function toHtml(title: string, blocks: readonly Block[]): string {
  return (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n' +
    `<title>${escapeHtml(title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n` +
    `${blocks.map(htmlOf).join('\n')}\n</body>\n</html>\n`
  );
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'text':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'figure':
      return `<figure>${block.svg}<figcaption>${escapeHtml(block.title)}</figcaption></figure>`;
    case 'table': {
      const cells = (tag: string, row: readonly string[]): string =>
        row
          .map(
            (cell, i) =>
              `<${tag}${block.columns[i]?.numeric ? ' class="n"' : ''}>${escapeHtml(cell)}</${tag}>`,
          )
          .join('');
      const head = cells(
        'th',
        block.columns.map(({ name }) => name),
      );
      const body = block.rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
      return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
    }
  }
}
