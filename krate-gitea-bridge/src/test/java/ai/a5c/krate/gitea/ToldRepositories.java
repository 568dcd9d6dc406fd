package ai.a5c.krate.gitea;

import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.PushOutcome;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.testkit.FakeRepositories;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fake repositories whose pushes the stand-in forge is told of, with what the commits have in common. */
final class ToldRepositories {

    private ToldRepositories() {}

    static Repositories of(FakeRepositories repositories, StandInGitea gitea) {
        Map<List<?>, String> byContent = new HashMap<>();
        return (Repositories) Proxy.newProxyInstance(
                Repositories.class.getClassLoader(),
                new Class<?>[] {Repositories.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(repositories, arguments);
                        if (answer == PushOutcome.PUSHED) {
                            String commit = String.valueOf(arguments[1]);
                            List<?> content = repositories.tree((Remote) arguments[0], commit, path -> true);
                            Optional.ofNullable(byContent.putIfAbsent(content, commit))
                                    .ifPresent(same -> gitea.work().code().sameContent(commit, same));
                            gitea.work().code().branch(String.valueOf(arguments[2]), commit);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
