import { headlessDriver } from './drivers/index.ts';
import { runScenarios, scenarios } from './scenarios/index.ts';

runScenarios(headlessDriver, scenarios);
