/**
 * The SIMD kernels: AssemblyScript, compiled to WebAssembly that works in the heap of TensorFlow.js' WASM backend.
 * All pointers are byte addresses there, all strides bytes, all matrices row-major f32. Nothing here allocates, and
 * there is no static memory: what a kernel needs, it is given.
 */
export { linear, pack, packedBytes, multiply } from './gemm';
export { linearSlopes } from './linear';
export { gruBackward, gruForward } from './gru';
export { lstmBackward, lstmBackwardFrom, lstmForward, lstmForwardFrom } from './lstm';
export { maxOverTime, maxOverTimeBackward } from './pooling';
export { rnnBackward, rnnForward } from './rnn';
export { addRows, addTo, fillRows, gatherRows, sumRows } from './rows';
export { adam, sgd, sumOfSquares } from './update';
export { activate, activateBackward } from './activation';
export { additiveScores, additiveScoresBackward } from './additive';
export { attentionBackward, attentionForward, attentionRoom } from './attention';
export { dropout } from './dropout';
export { layerNormBackward, layerNormForward } from './layer-norm';
export { bce, crossEntropyBackward, crossEntropyForward, sum } from './losses';
export { softmaxRows, softmaxRowsBackward } from './softmax';
