import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import classes from './data.module.css';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Takes files that are dropped anywhere on its content. */
export function DropZone({
  onFiles,
  hint,
  children,
}: {
  onFiles: (files: File[]) => void;
  hint: string;
  children: ReactNode;
}) {
  // Entering a child fires before leaving its parent: only when all are left is the pointer outside.
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const leave = (): void => {
    depth.current = 0;
    setOver(false);
  };
  return (
    <div
      className={classes.drop}
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        depth.current++;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (holdsFiles(event)) event.preventDefault();
      }}
      onDragLeave={() => {
        depth.current--;
        if (depth.current <= 0) leave();
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        leave();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && <div className={classes.dropHint}>{hint}</div>}
    </div>
  );
}
