package ai.a5c.krate.gitea;

import java.util.Set;

/** Somebody who may write to the repository of a script and is not Krate, at work. */
interface ScriptPerson {

    /** Opens an issue; its number. */
    long open(String title, String body);

    /** Comments on an issue or pull request; the comment's id. */
    long say(long number, String text);

    /** Opens a pull request of a new branch that adds {@code change.txt}, one line; its number. */
    long openPull(String title, String body, String branch);

    /** Pushes one more file to the branch of a pull request; the commit. */
    String push(long pull, String branch);

    void review(long pull, String text);

    /** Makes a label that issues can have. */
    void makeLabel(String name);

    /** A run of a workflow that has failed, where the forge has such; else an id that none has. */
    long failedRun();

    /** How it may end that this run is run again: the refusals, or nothing where it is. */
    Set<String> rerunOutcomes();
}
