// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynchet.api.metrics.MetricSource;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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
        assertThat(scrape(new ProcessMetrics()))
                .contains("jvm_memory_used_bytes{area=\"heap\"}", "lynchet_uptime_seconds");
    }

    /** The value of a figure without labels, as an admin gets it. */
    private static double figure(String name) {
        GetMetrics metrics = new GetMetrics(List.of(new ProcessMetrics()), false);
        String text =
                new String(metrics.handle(FakeRequest.get("/metrics").admin()).bytes(), StandardCharsets.UTF_8);
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void processorTime_isWhatTheProcessHasUsed_andGrows() {
        OptionalDouble before = cpuSeconds();
        assumeTrue(before.isPresent(), "this system does not tell processor time");
        double told = figure("process_cpu_seconds_total");
        double most = cpuSeconds().orElseThrow();
        // Both are of the same clock, which counts in hundredths.
        assertThat(told).isPositive().isBetween(before.getAsDouble(), most);
        Await.until("more processor time, which asking takes", () -> figure("process_cpu_seconds_total") > told);
    }

    private static OptionalDouble cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(used -> OptionalDouble.of(used.toNanos() / 1e9))
                .orElseGet(OptionalDouble::empty);
    }

    @Test
    void residentMemory_isMoreThanAJvmNeeds_andLessThanTheMachineHas() throws IOException {
        Path machine = Path.of("/proc/meminfo");
        assumeTrue(Files.isReadable(machine), "this system does not tell resident memory");
        double total = Files.readAllLines(machine).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
        assertThat(figure("process_resident_memory_bytes")).isBetween(10.0 * 1024 * 1024, total);
    }
}
