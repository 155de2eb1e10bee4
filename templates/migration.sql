{{header}}

{{statements}}
