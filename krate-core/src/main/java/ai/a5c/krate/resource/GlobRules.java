package ai.a5c.krate.resource;

import java.util.List;

/** Globs that include and exclude; exclude wins, an empty include means everything. */
public record GlobRules(
        @Field(value = "What is meant; empty for everything.", form = Form.GLOB)
        List<String> include,

        @Field(value = "What is not meant, whatever is included.", form = Form.GLOB)
        List<String> exclude) {

    public GlobRules {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }
}
