import { LabError } from '../base/errors.ts';
import { bundleNames } from '../formats/bundle.ts';
import { readSafetensors, type TensorToWrite, writeSafetensors } from '../formats/safetensors.ts';
import { writeZip } from '../formats/zip.ts';

const WEIGHTS = 'model.safetensors';

/**
 * A model that ships with the lab: the files of a run's zip, in a folder of `models/`, as the zip they were.
 * @param root the address of the page's folder
 * @throws LabError `model/missing`
 */
export async function shippedModel(id: string, root: string): Promise<Blob> {
  const files = await Promise.all(
    bundleNames.map(async (name) => [name, await fetched(id, name, root)] as const),
  );
  const named: Record<string, Uint8Array> = Object.fromEntries(files);
  // Stored in half precision, to be fetched soon; what is made of it is in single precision, as all weights are.
  const { tensors } = readSafetensors(named[WEIGHTS] as Uint8Array);
  named[WEIGHTS] = writeSafetensors(tensors as TensorToWrite[]);
  return new Blob([writeZip(named, bundleNames)], { type: 'application/zip' });
}

async function fetched(id: string, name: string, root: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`models/${id}/${name}`, root)).catch(() => null);
  // A server of pages answers what it does not have with the page.
  if (response?.ok && !response.headers.get('content-type')?.startsWith('text/html'))
    return new Uint8Array(await response.arrayBuffer());
  throw new LabError(
    'model/missing',
    `The model ${id} could not be fetched: ${name} is not there.`,
    'Check the network and the name in model.init.id, and try again.',
  );
}
