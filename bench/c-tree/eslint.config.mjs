/** What users write for a project in C. */
import rebind from '../../eslint-plugin/dist/index.js';

export default [rebind.configs.c];
