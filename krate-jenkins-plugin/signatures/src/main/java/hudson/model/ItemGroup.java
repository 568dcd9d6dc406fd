package hudson.model;

public interface ItemGroup<I extends Item> extends ModelObject {}
