import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import classes from './data.module.css';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Takes what is dropped anywhere on its content: files, and folders where the taker walks them. */
export function DropZone({
  onTransfer,
  hint,
  children,
}: {
  /** Called within the event, after which the transfer is empty. */
  onTransfer: (transfer: DataTransfer) => void;
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
        onTransfer(event.dataTransfer);
      }}
    >
      {children}
      {over && <div className={classes.dropHint}>{hint}</div>}
    </div>
  );
}
