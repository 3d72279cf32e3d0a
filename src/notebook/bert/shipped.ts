import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../../base/errors.ts';
import { openShippedModel } from '../../store/run-actions.ts';

/** The model that ships with the lab. */
export const SHIPPED = 'bert-wordnet';
/** What it is called among the runs. */
const NAME = 'the lab’s BERT, pretrained';

interface ShippedState {
  busy: boolean;
  error: LabErrorData | null;
}

export const useShipped = create<ShippedState>(() => ({ busy: false, error: null }));

/** Lists the model that ships with the lab among the runs of a lesson. */
export async function openShipped(lesson: string): Promise<void> {
  if (useShipped.getState().busy) return;
  useShipped.setState({ busy: true, error: null });
  try {
    await openShippedModel(SHIPPED, NAME, lesson);
    useShipped.setState({ busy: false });
  } catch (error) {
    useShipped.setState({ busy: false, error: toErrorData(error) });
  }
}
