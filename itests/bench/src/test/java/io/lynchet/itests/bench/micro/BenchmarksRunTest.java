// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Calls every benchmark once, so that none of them rots unseen; says nothing about speed. */
class BenchmarksRunTest {

    @Test
    void everyBenchmark_runsOnceWithoutError() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(BenchmarksRunTest.class.getPackageName() + "\\..*")
                        .mode(Mode.SingleShotTime)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results.stream()
                        .map(r -> r.getParams().getBenchmark().replaceAll(".*\\.(\\w+)\\.\\w+$", "$1"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("FilterBenchmark", "JsonBenchmark", "PolicyBenchmark");
    }
}
