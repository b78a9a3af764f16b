// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.launcher.JsonFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

class StderrLoggerTest {
    private final Logger logger = LoggerFactory.getLogger("io.lynchet.sample.Part");
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        LogLevels.target(new PrintStream(err, true, StandardCharsets.UTF_8));
        LogLevels.configure(Level.WARN, Map.of(), false);
    }

    @AfterEach
    void restore() {
        LogLevels.target(System.err);
        MDC.clear();
        LogLevels.configure(Level.WARN, Map.of(), false);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void text_isOneLineWithTheRequestId() {
        MDC.put("requestId", "r1");
        logger.warn("slow: {} ms", 1200);
        assertThat(text())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z WARN  \\[requestId=r1] io\\.lynchet\\.sample\\.Part: slow: 1200 ms\n");
    }

    @Test
    void text_lineBreaksOfCallers_areEscaped() {
        logger.error("path /a\r\n2026-01-01 ERROR forged\u001b[2J");
        assertThat(text().lines()).hasSize(1);
        assertThat(text()).contains("/a\\r\\n2026", "\\u001b[2J");
    }

    @Test
    void text_throwable_followsIndented() {
        logger.error("broken", new IllegalStateException("outer", new IllegalArgumentException("inner")));
        assertThat(text().lines().skip(1)).allMatch(line -> line.startsWith("\t"));
        assertThat(text())
                .contains(
                        "java.lang.IllegalStateException: outer",
                        "caused by java.lang.IllegalArgumentException: inner");
    }

    @Test
    void json_isOneObjectALine() {
        LogLevels.configure(Level.WARN, Map.of(), true);
        MDC.put("requestId", "r\"1");
        logger.error("a \"quoted\"\nword", new IllegalStateException("x"));
        assertThat(text().lines()).hasSize(1);
        assertThat(JsonFile.object("log", err.toByteArray()))
                .containsEntry("level", "ERROR")
                .containsEntry("logger", "io.lynchet.sample.Part")
                .containsEntry("message", "a \"quoted\"\nword")
                .containsEntry("requestId", "r\"1")
                .containsKeys("time", "stack");
    }

    @Test
    void levels_ofLongestPrefix_countAtOnce() {
        logger.info("hidden");
        assertThat(text()).isEmpty();
        LogLevels.configure(Level.ERROR, Map.of("io.lynchet", Level.WARN, "io.lynchet.sample", Level.DEBUG), false);
        assertThat(logger.isDebugEnabled()).isTrue();
        assertThat(logger.isTraceEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("io.lynchet.other").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("io.lynchet.other").isWarnEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("org.eclipse.jetty").isWarnEnabled()).isFalse();
    }
}
