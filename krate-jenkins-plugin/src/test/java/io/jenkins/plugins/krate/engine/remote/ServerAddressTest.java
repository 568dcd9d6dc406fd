package io.jenkins.plugins.krate.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

    @Test
    void pathsFollowTheAddress() {
        assertThat(ServerAddress.of(" https://krate.example:8443/krate// ").at("/api/orgs/acme"))
                .hasToString("https://krate.example:8443/krate/api/orgs/acme");
    }

    @ParameterizedTest
    @CsvSource({
        "https://krate.example,true",
        "HTTPS://krate.example,true",
        "http://localhost:8080,true",
        "http://127.0.0.1:8080,true",
        "http://[::1]:8080,true",
        "http://krate.example,false",
        "http://127.0.0.1.example,false",
        "http://localhost.example,false"
    })
    void onlyHttpsAndThisMachineKeepATokenPrivate(String address, boolean isPrivate) {
        assertThat(ServerAddress.of(address).isPrivate()).isEqualTo(isPrivate);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://krate.example,must begin with https:// or http://",
        "krate.example,must begin with https:// or http://",
        "'',must begin with https:// or http://",
        "https:///path,must name a host",
        "https://ada:secret@krate.example,must hold no user and no password",
        "https://krate.example/?a=b,must end with its path",
        "https://krate.example/#a,must end with its path",
        "https://krate.example/a b,is no URL"
    })
    void whatIsWrongIsSaidWithoutRepeatingIt(String address, String fault) {
        assertThatThrownBy(() -> ServerAddress.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault)
                .hasMessageNotContaining("secret");
    }
}
