/** From an order to a run that is ready to be committed: reviewed, its context assembled; decides nothing about whether it is made. */
@NullMarked
package ai.a5c.krate.engine.draft;

import org.jspecify.annotations.NullMarked;
