import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { Offer, Problem } from '../../exercises/types.ts';
import { completionsAt } from './completions.ts';
import classes from './exercise.module.css';

interface EditorProps {
  label: string;
  /** What stands there; replaced as one step that can be undone where it changes from outside. */
  code: string;
  offers: readonly Offer[];
  problem: Problem | null;
  /** Characters that it takes: what would make it longer is left out as a whole, and `onTooLong` says so. */
  most: number;
  onTooLong: () => void;
  onChange: (code: string) => void;
}

/** Colours that follow the theme. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--lab-code-keyword)' },
  { tag: [tags.string, tags.regexp], color: 'var(--lab-code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--lab-code-number)' },
  { tag: tags.comment, color: 'var(--lab-muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], color: 'var(--lab-code-type)' },
]);

const completions =
  (offers: readonly Offer[]) =>
  ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const code = state.doc.toString();
    return completionsAt(code.slice(0, pos), code, offers, explicit);
  };

/**
 * The editor of an exercise. Tab moves the focus on, as everywhere on the page: Ctrl or Cmd with ] and [ indents. Escape
 * and the keys that run the cell are left to the notebook.
 */
export function Editor({ label, code, offers, problem, most, onTooLong, onChange }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const first = useRef({ code, onChange, onTooLong });
  useEffect(() => {
    Object.assign(first.current, { onChange, onTooLong });
  }, [onChange, onTooLong]);

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current.code,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          javascript({ typescript: true }),
          javascriptLanguage.data.of({ autocomplete: completions(offers) }),
          autocompletion(),
          syntaxHighlighting(colours),
          EditorView.lineWrapping,
          EditorState.changeFilter.of((change) => {
            const { length } = change.newDoc;
            if (length <= most || length <= change.startState.doc.length) return true;
            first.current.onTooLong();
            return false;
          }),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          keymap.of([
            { key: 'Mod-]', run: indentMore },
            { key: 'Mod-[', run: indentLess },
            // The notebook runs the cell: no new line.
            ...defaultKeymap.filter(
              ({ key }) => key !== 'Mod-Enter' && key !== 'Escape' && key !== 'Shift-Enter',
            ),
            ...historyKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) first.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, offers, most]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === code) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: code },
      userEvent: 'input',
      // It is kept already, whatever its length.
      filter: false,
    });
  }, [code]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const marks: Diagnostic[] = [];
    if (problem?.line) {
      const line = editor.state.doc.line(Math.min(problem.line, editor.state.doc.lines));
      const from = Math.min(line.to, line.from + Math.max(0, (problem.column ?? 1) - 1));
      marks.push({ from, to: Math.max(from, line.to), severity: 'error', message: problem.message });
    }
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problem]);

  return <div ref={host} className={classes.editor} />;
}
