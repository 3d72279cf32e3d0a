import type { BertWork, Seq2SeqWork } from './workloads.ts';

/** Names and shapes of the weights of the larger models, as PyTorch and Hugging Face have them. */
export interface NamedShape {
  name: string;
  shape: number[];
}

/** The weights of a BERT with a head for masked words, output tied to the embedding: 9 + 16 a layer. */
export function bertShapes({
  vocabulary,
  hidden,
  layers,
  length,
}: Pick<BertWork, 'vocabulary' | 'hidden' | 'layers' | 'length'>): NamedShape[] {
  const norm = (name: string) => [
    { name: `${name}.weight`, shape: [hidden] },
    { name: `${name}.bias`, shape: [hidden] },
  ];
  const linear = (name: string, from: number, to: number) => [
    { name: `${name}.weight`, shape: [to, from] },
    { name: `${name}.bias`, shape: [to] },
  ];
  const layer = (i: number) => {
    const at = `bert.encoder.layer.${i}`;
    return [
      ...['query', 'key', 'value'].flatMap((part) => linear(`${at}.attention.self.${part}`, hidden, hidden)),
      ...linear(`${at}.attention.output.dense`, hidden, hidden),
      ...norm(`${at}.attention.output.LayerNorm`),
      ...linear(`${at}.intermediate.dense`, hidden, 4 * hidden),
      ...linear(`${at}.output.dense`, 4 * hidden, hidden),
      ...norm(`${at}.output.LayerNorm`),
    ];
  };
  return [
    { name: 'bert.embeddings.word_embeddings.weight', shape: [vocabulary, hidden] },
    { name: 'bert.embeddings.position_embeddings.weight', shape: [length, hidden] },
    ...norm('bert.embeddings.LayerNorm'),
    ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
    ...linear('cls.predictions.transform.dense', hidden, hidden),
    ...norm('cls.predictions.transform.LayerNorm'),
    { name: 'cls.predictions.bias', shape: [vocabulary] },
  ];
}

/** Both embeddings, both LSTMs, the matrix of the attention's score, the layer that gives words. */
export function seq2seqShapes({ vocabulary, embedding, hidden }: Seq2SeqWork): NamedShape[] {
  const side = (name: string) => [
    { name: `${name}.embedding.weight`, shape: [vocabulary, embedding] },
    { name: `${name}.rnn.weight_ih_l0`, shape: [4 * hidden, embedding] },
    { name: `${name}.rnn.weight_hh_l0`, shape: [4 * hidden, hidden] },
    { name: `${name}.rnn.bias_ih_l0`, shape: [4 * hidden] },
    { name: `${name}.rnn.bias_hh_l0`, shape: [4 * hidden] },
  ];
  return [
    ...side('encoder'),
    ...side('decoder'),
    { name: 'decoder.attention.W.weight', shape: [hidden, hidden] },
    { name: 'decoder.fc_out.weight', shape: [vocabulary, 2 * hidden] },
    { name: 'decoder.fc_out.bias', shape: [vocabulary] },
  ];
}
