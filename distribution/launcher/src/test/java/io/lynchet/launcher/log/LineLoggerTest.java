// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.loop.Vitals;
import io.lynchet.launcher.jar.JsonFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

class LineLoggerTest {
    private final Logger logger = LoggerFactory.getLogger("io.lynchet.sample.Part");
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private PrintStream savedOut;
    private PrintStream savedErr;

    @TempDir
    Path folder;

    @BeforeEach
    void capture() {
        savedOut = System.out;
        savedErr = System.err;
        LogOutput.target(new PrintStream(err, true, StandardCharsets.UTF_8));
        LogLevels.configure(Level.WARN, Map.of());
    }

    @AfterEach
    void restore() {
        LogOutput.configure(LineFormat.TEXT, null);
        System.setOut(savedOut);
        System.setErr(savedErr);
        LogOutput.target(savedErr);
        MDC.clear();
        LogLevels.configure(Level.WARN, Map.of());
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
    void wantOfMemoryThatALibraryCaught_andLogs_endsTheProcess_otherErrorsDoNot() {
        List<OutOfMemoryError> ends = new CopyOnWriteArrayList<>();
        Vitals.endBy(ends::add);
        try {
            logger.warn("Task run failed", new StackOverflowError());
            logger.warn("Task run failed", new NoClassDefFoundError("com/acme/Tools"));
            assertThat(ends).isEmpty();
            OutOfMemoryError error = new OutOfMemoryError("for this test");
            logger.warn("Task run failed", new IllegalStateException("wrapped", error));
            logger.atWarn().setCause(error).log("Task run failed");
            assertThat(ends).containsExactly(error, error);
        } finally {
            Vitals.endBy(error -> {});
        }
        assertThat(text()).contains("for this test");
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
        LogOutput.configure(LineFormat.JSON, null);
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

    @ParameterizedTest
    @ValueSource(strings = {"\u0085", "\u2028", "\u2029", "\u007f", "\u009b", "\u202e", "\ud800", "\u0000"})
    void charactersThatEndLinesOrSteerTerminals_areEscapedInBothForms_alsoInStackTraces(String evil) {
        for (LineFormat format : LineFormat.values()) {
            LogOutput.configure(format, null);
            logger.error("a" + evil + "b", new IllegalStateException("c" + evil + "\nd"));
        }
        assertThat(text()).doesNotContain(evil, "\nd").contains("a\\u", "c\\u");
    }

    @Test
    void fields_standBehindTheMessage_andAreMembersOfJson() {
        logger.atError()
                .addKeyValue("path", "/a b")
                .addKeyValue("status", 200)
                .addKeyValue("message", "x")
                .log("request");
        assertThat(text()).endsWith("Part: request path=\"/a b\" status=200 message=x\n");
        err.reset();
        LogOutput.configure(LineFormat.JSON, null);
        logger.atError()
                .addKeyValue("path", "/a b")
                .addKeyValue("status", 200)
                .addKeyValue("message", "x")
                .log("request");
        assertThat(text()).contains("\"status\":200");
        assertThat(JsonFile.object("log", err.toByteArray()))
                .containsEntry("message", "request")
                .containsEntry("field.message", "x")
                .containsEntry("path", "/a b");
    }

    @Test
    void json_whatALibraryPrints_isAnEventALine() {
        LogOutput.configure(LineFormat.JSON, null);
        System.err.println("component failed");
        System.err.println("component failed again\n\tat here\n\tat there");
        System.out.print("half");
        System.out.println(" a line");
        assertThat(text().lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("{\"time\":"));
        assertThat(text()).contains("\"message\":\"component failed\"", "\"message\":\"half a line\"");
    }

    @Test
    void file_takesTheLines_andTurnsWhenItIsFull() throws Exception {
        try (LogFile file = LogFile.open(folder.resolve("logs/a%b.log"), 2_000, 3)) {
            LogOutput.configure(LineFormat.TEXT, file);
            for (int i = 0; i < 200; i++) {
                logger.error("event {}", i);
            }
        }
        assertThat(text()).isEmpty();
        assertThat(folder.resolve("logs/a%b.log.0")).content().contains("event 199");
        assertThat(folder.resolve("logs/a%b.log.1")).exists();
        assertThat(folder.resolve("logs/a%b.log.2")).exists();
        assertThat(folder.resolve("logs/a%b.log.3")).doesNotExist();
    }

    @Test
    void levels_ofLongestPrefix_countAtOnce() {
        logger.info("hidden");
        assertThat(text()).isEmpty();
        LogLevels.configure(Level.ERROR, Map.of("io.lynchet", Level.WARN, "io.lynchet.sample", Level.DEBUG));
        assertThat(logger.isDebugEnabled()).isTrue();
        assertThat(logger.isTraceEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("io.lynchet.other").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("io.lynchet.other").isWarnEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("org.eclipse.jetty").isWarnEnabled()).isFalse();
    }
}
