// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.report;

import io.lynchet.itests.bench.load.Failure;
import io.lynchet.itests.bench.load.Latencies;
import io.lynchet.itests.bench.load.LoadResult;
import io.lynchet.itests.bench.option.Options;
import io.lynchet.itests.bench.option.UsageException;
import io.lynchet.itests.bench.server.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON report. Latencies are in microseconds and count from the intended start of a request. */
public final class Report {

    private final Map<String, Object> root = new LinkedHashMap<>();

    public Report() {
        root.put("format", 1);
        root.put("at", Instant.now().toString());
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.runtime.version"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        root.put("machine", machine);
    }

    public Report load(Options options, List<Lane> lanes) throws UsageException {
        Map<String, Object> load = new LinkedHashMap<>();
        load.put("mode", options.rate() == 0 ? "closed" : "rate");
        load.put("ratePerSecond", options.rate());
        load.put("connections", options.connections());
        load.put("threads", options.threads());
        load.put("warmupSeconds", options.warmup().toNanos() / 1e9);
        load.put("seconds", options.measured().toNanos() / 1e9);
        load.put("rows", options.rows());
        root.put("load", load);
        root.put("lanes", lanes.stream().map(Report::lane).toList());
        root.put("ratios", ratios(new Summary(lanes, options.comparing())));
        return this;
    }

    public Report put(String name, Object value) {
        root.put(name, value);
        return this;
    }

    public void write(Path file) throws BenchException {
        try {
            Files.writeString(file, Json.write(root));
        } catch (IOException e) {
            throw new BenchException(1, "can't write the report " + file + ": " + e.getMessage());
        }
    }

    private static List<Object> ratios(Summary summary) {
        List<Object> ratios = new ArrayList<>();
        for (Summary.Ratio ratio : summary.ratios()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("of", ratio.of().scenario().wireName() + " " + ratio.of().target());
            one.put("to", ratio.to().scenario().wireName() + " " + ratio.to().target());
            one.put("value", ratio.value());
            ratios.add(one);
        }
        return ratios;
    }

    private static Map<String, Object> lane(Lane lane) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scenario", lane.scenario().wireName());
        json.put("url", lane.target().toString());
        json.put("medianPerSecond", lane.medianPerSecond());
        json.put("failed", lane.failed());
        json.put("rounds", lane.rounds().stream().map(Report::round).toList());
        return json;
    }

    private static Map<String, Object> round(LoadResult r) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("perSecond", r.perSecond());
        json.put("answered", r.answered());
        json.put("latencyMicros", latencies(r.latencies()));
        if (r.serviceTimes().count() > 0) {
            json.put("serviceMicros", latencies(r.serviceTimes()));
        }
        if (r.byKind().size() > 1) {
            Map<String, Object> kinds = new LinkedHashMap<>();
            r.byKind().forEach((kind, l) -> kinds.put(kind, latencies(l)));
            json.put("kinds", kinds);
        }
        json.put("longestGapMillis", r.longestGapMillis());
        json.put("statuses", r.statuses());
        Map<String, Object> failures = new LinkedHashMap<>();
        for (Map.Entry<Failure, Long> e : r.failures().entrySet()) {
            failures.put(e.getKey().name().toLowerCase(Locale.ROOT), e.getValue());
        }
        json.put("failures", failures);
        json.put("unsent", r.unsent());
        json.put("failed", r.failed());
        json.put("firstFailure", r.firstFailure());
        json.put("reconnects", r.reconnects());
        json.put("bytesReceived", r.bytes());
        json.put("generatorCores", r.generatorCores());
        return json;
    }

    static Map<String, Object> latencies(Latencies l) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("count", l.count());
        json.put("mean", l.mean());
        json.put("p50", l.percentiles().p50());
        json.put("p90", l.percentiles().p90());
        json.put("p99", l.percentiles().p99());
        json.put("p999", l.percentiles().p999());
        json.put("max", l.max());
        return json;
    }
}
