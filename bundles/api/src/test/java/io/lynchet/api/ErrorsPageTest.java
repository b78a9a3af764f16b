// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** Keeps the page of errors in step with the code. {@code -Dlynchet.update=true} writes it anew. */
class ErrorsPageTest {
    private static final Path PAGE = Path.of("../../distribution/src/main/docs/errors.md");
    private static final String HEAD = """
            # Errors

            This page is made from the code (`ErrorCode`); a test keeps it in step.

            An answer with a status of 400 or more has one form:

            ```json
            {"error": {"code": "REQUIRED_FIELD", "message": "title is required", "hint": "Send a value, or declare the field optional or with a default.",
                       "details": [{"path": "$.title", "code": "REQUIRED_FIELD", "message": "title is required"}], "id": "f73854cfd646a33d"}}
            ```

            `code` is stable and what programs look at; `message` is for people and may change. `hint` says what to do next, where there is something
            general to say. `details` lists every single problem of the input with its JSON path; when there are several, `code` is `INVALID_DATA`.
            `id` is the request's id, under which the server's log has the rest. Answers with 429 and 503 carry `Retry-After` in seconds.

            | Code | Status | Meaning | What to do |
            |---|---|---|---|
            """;

    @Test
    void page_listsEveryCode() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        Arrays.stream(ErrorCode.values())
                .sorted(Comparator.comparingInt(ErrorCode::status))
                .forEach(code -> page.append("| `")
                        .append(code.name())
                        .append("` | ")
                        .append(code.status())
                        .append(" | ")
                        .append(code.meaning())
                        .append(" | ")
                        .append(code.hint() == null ? "" : code.hint())
                        .append(" |\n"));
        if (Boolean.getBoolean("lynchet.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "errors.md; mvn test -pl bundles/api -Dtest=ErrorsPageTest -Dlynchet.test.jvm=-Dlynchet.update=true writes it anew")
                .isEqualTo(page.toString());
    }
}
