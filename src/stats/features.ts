/** What a model made of the texts of a data set: a vector each, with the class it belongs to. */
export interface FeatureSplit {
  /** texts × width */
  values: Float32Array;
  /** Class of each text. */
  labels: Int32Array;
  /** Its row in the data set. */
  rows: Uint32Array;
}

export interface FeatureSet {
  width: number;
  /** Names of the classes. */
  labels: string[];
  splits: Record<'train' | 'validation' | 'test', FeatureSplit>;
}
