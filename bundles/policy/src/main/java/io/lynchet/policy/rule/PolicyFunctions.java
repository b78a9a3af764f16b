// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.lease.LeasedRegistry;
import io.lynchet.api.policy.PolicyFunction;
import io.lynchet.api.schema.FieldType;
import io.lynchet.policy.check.ExpressionScope.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The present policy functions and their calls. Thread-safe. */
public final class PolicyFunctions {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFunctions.class);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LeasedRegistry<String, PolicyFunction> registry = new LeasedRegistry<>();
    private final AtomicLong nextLog = new AtomicLong(System.nanoTime());
    private final LongAdder failures = new LongAdder();
    private final LongAdder missing = new LongAdder();

    /** A call without a usable result. It never leaves this bundle: the condition around the call counts as not met. */
    static final class CallFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CallFailed() {
            super(null, null, false, false);
        }
    }

    public void add(String name, int ranking, long serviceId, PolicyFunction function) {
        registry.add(name, ranking, serviceId, function);
    }

    /** Removes a function and blocks until the calls inside it end. */
    public void remove(String name, PolicyFunction function) {
        registry.remove(name, function);
    }

    /** Returns the number of calls that threw or returned a wrong result, since the start. */
    public long failures() {
        return failures.sum();
    }

    /** Returns the number of calls of missing functions, since the start. */
    public long missing() {
        return missing.sum();
    }

    /** Returns the signature of the function with that name, or empty when it is missing. */
    public Optional<Signature> signature(String name) {
        Lease<PolicyFunction> lease = registry.acquire(name);
        if (lease == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Signature.of(lease.service()));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The policy function {} can't describe its parameters and result", name, e);
            return Optional.empty();
        } finally {
            lease.release();
        }
    }

    /**
     * Calls a function. Fails with {@code POLICY_FUNCTION_MISSING}, or with {@link CallFailed} after logging the cause.
     *
     * @param wanted the class that the result must have at the call
     */
    Object call(String name, Class<?> wanted, List<Object> arguments) {
        Lease<PolicyFunction> lease = registry.acquire(name);
        if (lease == null) {
            missing.increment();
            log(name, "is called by a policy, but no bundle provides it", null);
            throw LynchetException.retryable(
                    ErrorCode.POLICY_FUNCTION_MISSING, ErrorCode.POLICY_FUNCTION_MISSING.meaning(), 1);
        }
        try {
            PolicyFunction function = lease.service();
            Object result = function.apply(fit(function.parameters(), arguments));
            return result == null ? null : checked(result, function.result(), wanted);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            failures.increment();
            log(name, "failed; the access that depends on it is denied", e);
            throw new CallFailed();
        } finally {
            lease.release();
        }
    }

    private static List<Object> fit(List<FieldType.Kind> parameters, List<Object> arguments) {
        if (parameters.size() != arguments.size()) {
            throw new IllegalArgumentException(
                    "it takes " + parameters.size() + " arguments, the policy gives " + arguments.size());
        }
        List<Object> fitted = new ArrayList<>(arguments);
        for (int i = 0; i < fitted.size(); i++) {
            Object argument = fitted.get(i);
            Class<?> wanted = parameters.get(i).valueClass();
            if (argument instanceof Long whole && wanted == Double.class) {
                fitted.set(i, Double.valueOf(whole));
            } else if (argument != null && !wanted.isInstance(argument)) {
                throw new IllegalArgumentException("argument " + (i + 1) + " is not of type " + parameters.get(i));
            }
        }
        return java.util.Collections.unmodifiableList(fitted);
    }

    private static Object checked(Object result, FieldType.Kind declared, Class<?> wanted) {
        for (Class<?> needed : List.of(declared.valueClass(), wanted)) {
            if (!needed.isInstance(result)) {
                throw new IllegalStateException(
                        "the result is a " + result.getClass().getName() + ", not a " + needed.getName());
            }
        }
        if (result instanceof Double fraction) {
            if (!Double.isFinite(fraction)) {
                throw new IllegalStateException("the result is " + fraction);
            }
            return fraction + 0.0;
        }
        return result instanceof Instant instant ? instant.truncatedTo(ChronoUnit.MICROS) : result;
    }

    // Calls run once per row, so a broken function must not fill the log.
    private void log(String name, String what, Throwable cause) {
        long next = nextLog.get();
        long now = System.nanoTime();
        if (now - next >= 0 && nextLog.compareAndSet(next, now + LOG_EVERY_NANOS)) {
            LOG.warn("The policy function {} {}", name, what, cause);
        }
    }
}
