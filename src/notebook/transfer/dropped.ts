/** Files as a person chose or dropped them, folders included. */
export interface GivenFile {
  /** With the folders it lies in. */
  path: string;
  file: File;
}

/** More than any model has; a dropped home folder is not read to its end. */
const MOST_FILES = 500;

export const chosenFiles = (files: readonly File[]): GivenFile[] =>
  files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A folder gives its entries a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0 || all.length >= MOST_FILES) return all;
    all.push(...some);
  }
}

/** What was dropped. Must be called while the event is being told: later the browser has forgotten it. */
export async function droppedFiles(data: DataTransfer): Promise<GivenFile[]> {
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return chosenFiles([...data.files]);
  const found: GivenFile[] = [];
  const waiting: FileSystemEntry[] = entries;
  for (let entry = waiting.shift(); entry && found.length < MOST_FILES; entry = waiting.shift()) {
    if (entry.isFile)
      found.push({
        path: entry.fullPath.replace(/^\//, ''),
        file: await fileOf(entry as FileSystemFileEntry),
      });
    else waiting.push(...(await entriesOf(entry as FileSystemDirectoryEntry)));
  }
  return found;
}
