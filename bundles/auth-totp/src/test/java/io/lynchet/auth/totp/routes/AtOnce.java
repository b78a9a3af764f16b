// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.LynchetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Many of one call at the same time. */
final class AtOnce {
    private AtOnce() {}

    /** What became of each: "200" or the code of its refusal. */
    static List<String> run(int calls, TotpScene.Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<String>> outcomes = IntStream.range(0, calls)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        try {
                            call.run();
                            return "200";
                        } catch (LynchetException e) {
                            return e.code().name();
                        }
                    }))
                    .toList();
            start.countDown();
            List<String> names = new ArrayList<>();
            for (Future<String> outcome : outcomes) {
                names.add(outcome.get(30, TimeUnit.SECONDS));
            }
            return names;
        } finally {
            threads.shutdownNow();
        }
    }
}
