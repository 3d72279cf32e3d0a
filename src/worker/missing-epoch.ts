import { LabError } from '../base/errors.ts';
import { afterEpochs } from '../recipe/words.ts';

/**
 * A run has not kept its weights after this epoch.
 * @param kept the epochs after which it has
 * @throws LabError `model/missing-epoch`
 */
export function missingEpoch(epoch: number, kept: readonly number[]): never {
  const has =
    kept.length === 0
      ? 'It kept those of no epoch'
      : `It kept those after ${kept.length === 1 ? 'epoch' : 'epochs'} ${kept.join(', ')}`;
  throw new LabError(
    'model/missing-epoch',
    `The weights of this run ${afterEpochs(epoch)} are not kept in this browser. ${has}.`,
    `Choose ${kept.length === 0 ? 'its best weights' : 'one of these'}, or train it again with ${epoch} among the epochs whose weights are kept (training.keepEpochs).`,
  );
}
