// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.bench.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.LynchetException;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EchoTest {

    private static String text(Response response) {
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void post_answersAsAnInsertDoes() {
        Response response = new EchoInsert().handle(new Post("{\"title\":\"a\",\"done\":false,\"owner\":\"u1\"}"));
        assertThat(response.status()).isEqualTo(201);
        assertThat(text(response)).matches("\\{\"id\":\"[0-9a-f]{40}\"}");
    }

    @Test
    void post_refusesWhatAnInsertRefuses() {
        EchoInsert route = new EchoInsert();
        assertThatThrownBy(() -> route.handle(new Post("{\"title\":1}"))).isInstanceOf(LynchetException.class);
        assertThatThrownBy(() -> route.handle(new Post("{\"titel\":\"a\"}"))).isInstanceOf(LynchetException.class);
        assertThatThrownBy(() -> route.handle(new Post("{"))).isInstanceOf(LynchetException.class);
    }

    @Test
    void get_answersWithARow() {
        Response response = new EchoGet().handle(new Post(""));
        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response))
                .contains("\"title\":\"buy milk\"")
                .startsWith("{")
                .endsWith("}");
    }

    private record Post(String json) implements Request {

        @Override
        public byte[] body() {
            return json.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public InputStream bodyStream() {
            return new ByteArrayInputStream(body());
        }

        @Override
        public String id() {
            return "r1";
        }

        @Override
        public HttpMethod method() {
            return HttpMethod.POST;
        }

        @Override
        public String path() {
            return "/api/bench/echo";
        }

        @Override
        public String pathParameter(String name) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public Map<String, List<String>> queryParameters() {
            return Map.of();
        }

        @Override
        public String queryParameter(String name) {
            return null;
        }

        @Override
        public String header(String name) {
            return null;
        }

        @Override
        public Principal principal() {
            return Principal.ANONYMOUS;
        }

        @Override
        public CredentialRecheck callerCheck() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Caller caller() {
            return Caller.ANONYMOUS;
        }

        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }
    }
}
