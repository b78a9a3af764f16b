// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.report;

import io.lynchet.itests.bench.load.LoadResult;
import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.option.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One scenario on one server, and what each round measured there. */
public final class Lane {

    private final Scenario scenario;
    private final Target target;
    private final RequestDeck deck;
    private final List<LoadResult> rounds = new ArrayList<>();

    public Lane(Scenario scenario, Target target, RequestDeck deck) {
        this.scenario = scenario;
        this.target = target;
        this.deck = deck;
    }

    public Scenario scenario() {
        return scenario;
    }

    public Target target() {
        return target;
    }

    public RequestDeck deck() {
        return deck;
    }

    public List<LoadResult> rounds() {
        return rounds;
    }

    double medianPerSecond() {
        return median(LoadResult::perSecond);
    }

    double median(ToDoubleFunction<LoadResult> figure) {
        return median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    public long failed() {
        return rounds.stream().mapToLong(LoadResult::failed).sum();
    }

    /** The middle value; of an even number, the mean of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int n = sorted.size();
        return n == 0 ? 0 : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }
}
