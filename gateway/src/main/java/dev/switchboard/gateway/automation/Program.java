// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.automation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A definition's steps as instructions.
record Program(List<Op> ops, Map<String, Integer> places) {
    Program {
        ops = List.copyOf(ops);
        places = Map.copyOf(places);
    }

    /// The instruction at a place; empty at the end.
    Optional<Op> at(int place) {
        return place >= 0 && place < ops.size() ? Optional.of(ops.get(place)) : Optional.empty();
    }

    static Program of(Definition definition) {
        Maker maker = new Maker();
        maker.all(definition.steps(), "/steps");
        maker.resolve();
        return new Program(maker.ops, maker.ids);
    }

    private static final class Maker {
        private final List<Op> ops = new ArrayList<>();
        private final Map<String, Integer> ids = new HashMap<>();
        private final Map<Integer, String> open = new HashMap<>();

        void all(@Nullable List<Step> steps, String path) {
            int index = 0;
            for (Step step : steps == null ? List.<Step>of() : steps) {
                one(step, path + "/" + index);
                index++;
            }
        }

        private void one(Step step, String path) {
            String id = step.id();
            if (id != null) {
                ids.put(id, ops.size());
            }
            switch (step) {
                case Step.Ask ask -> asking(ask, path, ask.onTimeout(), ask.onInvalid());
                case Step.Questions questions -> asking(questions, path, questions.onTimeout(), null);
                case Step.Choices choices -> choices(choices, path);
                case Step.Call call -> asking(call, path, call.onError(), null);
                case Step.Branch branch -> branch(branch, path);
                case Step.Goto(var _, String target) -> {
                    open.put(ops.size(), target);
                    ops.add(new Op.Jump(-1, path));
                }
                case Step.Reply _,
                        Step.Template _,
                        Step.Media _,
                        Step.Wait _,
                        Step.Tag _,
                        Step.Assign _,
                        Step.HandOff _,
                        Step.Set _,
                        Step.Stop _ -> ops.add(new Op.Do(step, path, -1, -1));
            }
        }

        /// A step with blocks for when it does not work out.
        private void asking(Step step, String path, @Nullable List<Step> failed, @Nullable List<Step> invalid) {
            int at = place(path);
            if (failed == null && invalid == null) {
                ops.set(at, new Op.Do(step, path, -1, -1));
                return;
            }
            List<Integer> ends = new ArrayList<>();
            ends.add(place(path));
            int ifFailed = block(failed, path + (step instanceof Step.Call ? "/onError" : "/onTimeout"), ends);
            int ifInvalid = block(invalid, path + "/onInvalid", ends);
            ops.set(at, new Op.Do(step, path, ifFailed, ifInvalid));
            close(ends, path);
        }

        private int block(@Nullable List<Step> steps, String path, List<Integer> ends) {
            if (steps == null) {
                return -1;
            }
            int begin = ops.size();
            all(steps, path);
            ends.add(place(path));
            return begin;
        }

        private void choices(Step.Choices step, String path) {
            asking(step, path, step.onTimeout(), step.onInvalid());
            List<Integer> ends = new ArrayList<>();
            int number = 0;
            for (Step.Option option : step.options()) {
                List<Step> steps = option.steps();
                if (steps != null && !steps.isEmpty()) {
                    String inside = path + "/options/" + number;
                    int test = place(inside);
                    all(steps, inside + "/steps");
                    ends.add(place(inside));
                    ops.set(test, new Op.Chosen(step.key(number), inside, ops.size()));
                }
                number++;
            }
            close(ends, path);
        }

        private void branch(Step.Branch step, String path) {
            List<Integer> ends = new ArrayList<>();
            int number = 0;
            for (Step.Case one : step.branches()) {
                String inside = path + "/branches/" + number;
                int test = place(inside);
                all(one.steps(), inside + "/steps");
                ends.add(place(inside));
                ops.set(test, new Op.Test(one.when(), inside + "/when", ops.size()));
                number++;
            }
            all(step.otherwise(), path + "/else");
            close(ends, path);
        }

        /// Keeps a place for an instruction that is not known yet.
        private int place(String path) {
            ops.add(new Op.Jump(-1, path));
            return ops.size() - 1;
        }

        /// Lets these go on here.
        private void close(List<Integer> ends, String path) {
            ends.forEach(end -> ops.set(end, new Op.Jump(ops.size(), path)));
        }

        void resolve() {
            open.forEach((at, target) -> {
                Integer to = ids.get(target);
                ops.set(
                        at,
                        new Op.Jump(to == null ? ops.size() : to, ops.get(at).path()));
            });
        }
    }
}
