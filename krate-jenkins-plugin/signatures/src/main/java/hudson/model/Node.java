package hudson.model;

import hudson.FilePath;
import hudson.Launcher;

public abstract class Node {
    public abstract String getNodeName();

    public abstract Launcher createLauncher(TaskListener listener);

    public abstract FilePath getRootPath();

    public final Computer toComputer() {
        throw new UnsupportedOperationException("signature only");
    }
}
