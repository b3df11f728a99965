// Package crashes kills the provider and Terraform in the middle of their work, and
// holds what comes of it to the promises: one command converges, terraform
// query shows every orphan, no settings refer to a credential that is gone. All of it is tests.
//
// A run is one command that is killed, and what follows: the same command, the opposite
// one, or an apply that is killed too and then another. Its seed decides everything that
// is chosen in it: what is done, who is killed and when, what follows, and how Twilio
// behaves where it does not document that. What happens at the same moment otherwise is
// up to the machine. Seeds that follow one another go through every pair of scenario and
// victim in turn.
//
// Where a destroy follows an apply that was killed, nothing can name what that left:
// the next creation does, and there is none. Such credentials are counted. And what that
// apply made and Terraform has not noted, no destroy can undo: if that are settings, the
// destroy refuses to delete the credentials they use, and after another apply it works.
//
// The environment has these knobs:
//
//   - VIDEOSTORAGE_CRASH_RUNS is the number of runs, from seed 0 on.
//   - VIDEOSTORAGE_CRASH_SEED is the seed of the first run, and if the number is not
//     set, of the only one. A run that fails prints its seed.
package crashes
