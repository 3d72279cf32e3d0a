import { Finetune, finetuneRunner } from '../../notebook/bert/FinetuneCell.tsx';
import { bertFinetune } from './recipes.ts';

export const runner = finetuneRunner(bertFinetune);

export default function BertFinetune() {
  return <Finetune recipe={bertFinetune} />;
}
