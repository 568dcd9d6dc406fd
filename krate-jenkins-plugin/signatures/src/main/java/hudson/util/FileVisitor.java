package hudson.util;

public abstract class FileVisitor {}
