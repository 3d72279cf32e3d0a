import { Button, CopyButton, Group } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { toErrorData } from '../base/errors.ts';
import classes from './ErrorBox.module.css';

interface Props {
  /** What broke, as the beginning of a sentence: "This cell", "The page". */
  what: string;
  children: ReactNode;
}

/** Keeps a fault in one part from taking the page with it, and says what happened. */
export class ErrorBoundary extends Component<Props, { error: unknown; where: string }> {
  override state = { error: null as unknown, where: '' };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    this.setState({ where: info.componentStack ?? '' });
    console.error(error);
  }

  override render() {
    const { error, where } = this.state;
    if (error === null) return this.props.children;
    const { message, hint } = toErrorData(error);
    const details = `${error instanceof Error ? (error.stack ?? error.message) : message}\n${where}\n${navigator.userAgent}`;
    return (
      <div className={classes.box} role="alert">
        <p>
          {this.props.what} cannot be shown: {message}
        </p>
        <p className={classes.hint}>
          {hint ?? 'Runs and data sets are kept. Try again, or reload the page.'}
        </p>
        <Group gap="xs" mt="xs">
          <Button variant="default" onClick={() => this.setState({ error: null, where: '' })}>
            Try again
          </Button>
          <Button variant="default" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
          <CopyButton value={details}>
            {({ copied, copy }) => (
              <Button variant="subtle" onClick={copy}>
                {copied ? 'Copied' : 'Copy details'}
              </Button>
            )}
          </CopyButton>
        </Group>
      </div>
    );
  }
}
