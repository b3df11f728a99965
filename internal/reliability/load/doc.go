// Package load has the tests of what happens when much is asked at once: many
// credentials in one apply under Twilio's quota, and two applies at once on one
// account, whose requests come in every order that makes a difference.
//
// VIDEOSTORAGE_LOAD_CREDENTIALS is how many credentials the one apply creates: by
// default 40, and 500 where the tests report (package report), as sections 3-load and
// 3-writers. Of the orders, a part of them runs where the tests do not report.
package load
