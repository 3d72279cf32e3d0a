import { Textarea } from '@mantine/core';
import { memo } from 'react';
import { setConclusions, useReport } from '../../store/report.ts';
import classes from './report.module.css';

/** What the person concludes, kept as it is typed. */
export const Conclusions = memo(function Conclusions() {
  const conclusions = useReport((state) => state.conclusions);
  const loaded = useReport((state) => state.loaded);
  return (
    <Textarea
      className={classes.conclusions}
      label="Conclusions"
      description="Which change helped, which did not, and how sure are you?"
      disabled={!loaded}
      autosize
      minRows={5}
      value={conclusions}
      onChange={(event) => setConclusions(event.currentTarget.value)}
    />
  );
});
