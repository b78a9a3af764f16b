// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.metrics.MetricSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static String scrape(MetricSource... sources) {
        return new String(PrometheusText.scrape(List.of(sources)), StandardCharsets.UTF_8);
    }

    @Test
    void counter_isWrittenWithHelpTypeAndLabels() {
        assertThat(scrape(sink -> sink.counter("lynchet_x_total", "Xs.", Map.of("a", "b\"c\n"), 3)))
                .isEqualTo("""
                        # HELP lynchet_x_total Xs.
                        # TYPE lynchet_x_total counter
                        lynchet_x_total{a="b\\"c\\n"} 3.0
                        """);
    }

    @Test
    void histogram_isCumulativeAndEndsWithInfinity() {
        assertThat(scrape(sink -> sink.histogram(
                        "lynchet_t_seconds", "T.", Map.of(), new double[] {0.1, 1}, new long[] {2, 1, 4}, 9.5)))
                .contains("lynchet_t_seconds_bucket{le=\"0.1\"} 2")
                .contains("lynchet_t_seconds_bucket{le=\"1.0\"} 3")
                .contains("lynchet_t_seconds_bucket{le=\"+Inf\"} 7")
                .contains("lynchet_t_seconds_count 7")
                .contains("lynchet_t_seconds_sum 9.5");
    }

    @Test
    void failingSource_doesNotTakeTheOthersAway() {
        String text = scrape(
                sink -> {
                    throw new IllegalStateException("boom");
                },
                sink -> sink.gauge("lynchet_y", "Y.", Map.of(), 1));
        assertThat(text).contains("lynchet_y 1.0");
    }

    @Test
    void samePointTwice_isWrittenOnce() {
        MetricSource source = sink -> sink.gauge("lynchet_y", "Y.", Map.of("k", "v"), 1);
        assertThat(scrape(source, source).split("lynchet_y\\{", -1)).hasSize(2);
    }

    @Test
    void processFigures_areWritten() {
        assertThat(scrape(new ProcessFigures()))
                .contains("jvm_memory_used_bytes{area=\"heap\"}", "lynchet_uptime_seconds");
    }
}
