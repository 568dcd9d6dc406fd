package ai.a5c.krate.rbac;

import ai.a5c.krate.kind.identity.SubjectKind;

/** One of the names under which somebody acts: a user, a team that they belong to, a stack, a service account. */
public record Identity(SubjectKind kind, String name) {}
