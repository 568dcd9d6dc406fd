package hudson.model;

public abstract class Cause {}
