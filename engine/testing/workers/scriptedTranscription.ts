// The words of a script in the place of a model's: engine/transcription/testing says how.
import '../../transcription/testing/scriptedWorker.ts';
