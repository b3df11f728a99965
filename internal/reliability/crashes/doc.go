// Package crashes kills the provider and Terraform in the middle of their work, and
// holds what comes of it to the promises: one command converges, no credential is left
// behind unnamed, no settings refer to a credential that is gone. All of it is tests.
//
// A run is one command that is killed, and the one that follows. Its seed decides
// everything that is chosen in it: what is done, who is killed and when, and how
// Twilio behaves where it does not document that. What happens at the same moment
// otherwise is up to the machine. Seeds that follow one another go through every
// pair of scenario and victim in turn.
//
// The environment has these knobs:
//
//   - VIDEOSTORAGE_CRASH_RUNS is the number of runs, from seed 0 on.
//   - VIDEOSTORAGE_CRASH_SEED is the seed of the first run, and if the number is not
//     set, of the only one. A run that fails prints its seed.
package crashes
