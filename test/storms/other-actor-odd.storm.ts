import { describeOtherActor } from './other-actor-suite.ts';

describeOtherActor(0);
