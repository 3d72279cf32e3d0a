import type { Recipe } from '../../recipe/recipe.ts';
import { BYTES_OF_A_WEIGHT, parameterCount, parameterTable } from '../../recipe/size.ts';
import { bytes } from '../training/figures.ts';
import fields from '../training/RecipeFields.module.css';
import training from '../training/training.module.css';
import { useDataShape } from '../training/use-data-shape.ts';
import { useCell } from '../use-cell.ts';
import { WholeNumbersField } from '../WholeNumbersField.tsx';

/** After which epochs the weights are kept, and what that takes. */
export function KeptEpochsField({ recipe }: { recipe: Recipe }) {
  const { lesson } = useCell();
  const shape = useDataShape(lesson);
  const { keepEpochs, epochs } = recipe.training;
  const reached = keepEpochs.filter((epoch) => epoch <= epochs).length;
  const beyond = keepEpochs.filter((epoch) => epoch > epochs);
  const each =
    shape &&
    BYTES_OF_A_WEIGHT *
      parameterCount(
        parameterTable(recipe.model, shape.vocabularySize, shape.classes, shape.maxLength, recipe.task),
      );
  return (
    <>
      <WholeNumbersField path="training.keepEpochs" label="Keep weights after epochs" none="none" />
      <p className={`${training.hint} ${fields.wide}`}>
        {keepEpochs.length === 0
          ? 'No weights are kept but the best and the last: to see what each epoch brings, name some, such as 1, 2, 4.'
          : 'Fine-tuning can begin after each of the kept epochs, and masks can be filled as of then.'}
        {each !== null && ` Each takes ${bytes(each)} in this browser`}
        {each !== null && (reached > 1 ? `, ${bytes(reached * each)} in all.` : '.')}
        {beyond.length > 0 &&
          ` With ${epochs} epoch${epochs === 1 ? '' : 's'} the training does not get to ${beyond.join(', ')}: raise “Epochs” for that.`}
      </p>
    </>
  );
}
