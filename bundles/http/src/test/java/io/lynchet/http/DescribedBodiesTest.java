// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.testkit.http.FakeInbound;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route takes and sends is what its description says, and the API's document with it. */
class DescribedBodiesTest {
    private static final RouteInfo FORM = RouteInfo.of(HttpMethod.POST, "/mine", "Takes a form.")
            .open()
            .takingAs(Content.of("application/x-www-form-urlencoded", "{\"type\":\"object\"}"));
    private static final RouteInfo LINES = RouteInfo.of(HttpMethod.POST, "/mine", "Takes lines, too.")
            .open()
            .schemas("{}", null)
            .takingAs(Content.of("application/x-ndjson", "{}"));
    private static final RouteInfo ANSWERS = RouteInfo.of(HttpMethod.GET, "/mine", "Answers.")
            .open()
            .conditional()
            .sending(
                    AnswerHeader.always("ETag", "The version."),
                    AnswerHeader.always("Location", "Where.").on(302))
            .alsoAnswering(new RouteAnswers.Other(302, "Elsewhere."))
            .alsoAs(Content.of("text/plain", null))
            .schemas(null, "{}");

    private final TestServer server = new TestServer();

    private record Mine(RouteInfo info, Supplier<Response> answer) implements Route {
        @Override
        public Response handle(Request request) {
            return answer.get();
        }
    }

    private int status(RouteInfo info, Supplier<Response> answer, String type) {
        server.add(new Mine(info, answer));
        FakeInbound inbound = new FakeInbound(info.method().name(), "/mine", info == ANSWERS ? "" : "a=b");
        return server.call(type == null ? inbound : inbound.with("Content-Type", type))
                .status();
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded,200",
        "Application/X-WWW-Form-Urlencoded; charset=utf-8,200",
        "application/json,415",
        "application/x-ndjson,415",
        "nonsense,415",
        ",415"
    })
    void formAlone_isTaken(String type, int status) {
        assertThat(status(FORM, () -> Response.empty(200), type)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"application/x-ndjson,200", "application/json,200", ",200", "application/jsonl,415"})
    void linesBesideJson_areTaken(String type, int status) {
        assertThat(status(LINES, () -> Response.empty(200), type)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "200,application/json,ETag,200",
        "200,text/plain;charset=utf-8,Retry-After,200",
        "304,,ETag,304",
        "302,,Location,302",
        "404,application/json,Cache-Control,404",
        "201,,ETag,500",
        "303,,Location,500",
        "200,text/html,ETag,500",
        "200,application/json,Location,500",
        "200,application/json,X-Other,500",
        "404,application/json,ETag,500"
    })
    void answerThatIsNotDescribed_is500_inTests(int status, String type, String header, int sent) {
        Supplier<Response> answer =
                () -> (type == null ? Response.empty(status) : Response.bytes(status, type, new byte[] {'1'}))
                        .with(header, "x");
        assertThat(status(ANSWERS, answer, null)).isEqualTo(sent);
    }

    @Test
    void bodyOfARouteThatDescribesNone_isSent() {
        RouteInfo silent =
                RouteInfo.of(HttpMethod.GET, "/mine", "Says nothing.").open();
        assertThat(status(silent, () -> Response.bytes(200, "text/html", new byte[] {'1'}), null))
                .isEqualTo(200);
    }
}
